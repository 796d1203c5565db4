// The public interface: a list of names, nothing else.

export { Analysis, analyze, type AnalysisOptions } from './analysis.ts'
export type { CaptureReader } from './capture/frame.ts'
export type {
  CaptureReport,
  CertificateReport,
  ConnectionReport,
  EvidenceReport,
  MessageReport,
  Report,
  Summary,
  VerdictReport,
} from './report/model.ts'
export { describeConnection } from './report/connection-text.ts'
export { describeReport } from './report/text.ts'
export { describeLadder } from './report/ladder.ts'
export { markdownReport } from './report/markdown.ts'
export { explain, type Explanation } from './report/explain.ts'
export { UsageError } from './wire/usage-error.ts'
