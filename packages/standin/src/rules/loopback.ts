const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[\w-]+\.)*localhost)$/;

/** Whether a host name is one of this machine's own, which no record of a stranger's can lead here. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** The host name in an address; empty for what is none. */
export function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
