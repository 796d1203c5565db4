// What the engine sees of it.

export { block, blockLength, gathered, spare, spareLength } from './memory'
export {
  clear,
  drop,
  follow,
  hellos,
  ignore,
  lend,
  letGo,
  lookedAt,
  recall,
  see,
  stopTape,
} from './glance'
export { at as flowAt } from './flow'
export { addressOf as lookAt } from './look'
export { results } from './results'
export { skim } from './skim'
