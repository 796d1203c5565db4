// x
import type { KeyRing } from './keyring.ts'
export class QuicOpener { constructor(_r: KeyRing) {} }
