/** Calls what a caller gave; what it throws stops nothing. */
export function tell(call: () => void): void {
  try {
    call();
  } catch {
    // The token matters more.
  }
}
