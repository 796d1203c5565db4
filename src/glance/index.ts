// What the engine sees of it.

export { block, blockLength, gathered, results, spare, spareLength } from './memory'
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
  skim,
  stopTape,
} from './glance'
export { at as flowAt } from './flow'
export { addressOf as lookAt } from './look'
