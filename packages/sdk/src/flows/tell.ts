/** Calls what a caller gave, at once; what it throws, then or later, stops nothing. */
export function tell(call: () => unknown): void {
  // The token matters more.
  void (async () => call())().catch(() => {});
}
