// What the engine sees of it.

export { block, blockLength, gathered, spare, spareLength } from './memory'
export {
  clear,
  drop,
  earliestNanos,
  earliestSeconds,
  follow,
  helloLength,
  hellos,
  lend,
  letGo,
  lastSeconds,
  latestNanos,
  latestSeconds,
  lookedAt,
  nextId,
  recall,
  see,
  sight,
  skim,
  skimmed,
  stopTape,
  told,
} from './glance'
export { at as flowAt } from './flow'
export { addressOf as lookAt } from './look'
