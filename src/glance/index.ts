// What the engine sees of it.

export { block, blockLength, gathered, spare, spareLength } from './memory'
export {
  clear,
  drop,
  follow,
  helloLength,
  hellos,
  lend,
  letGo,
  lookedAt,
  nextId,
  recall,
  see,
  stopTape,
  told,
} from './glance'
export { at as flowAt } from './flow'
export { addressOf as lookAt } from './look'
