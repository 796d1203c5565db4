// x
import type { KeyRing } from './keyring.ts'
export class DtlsOpener { constructor(_r: KeyRing) {} }
