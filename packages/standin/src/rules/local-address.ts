/** Loopback, link-local, and the ranges that nobody has on the internet. */
const AT_HOME =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i;

/** Whether an IP address is one of a server's own machine or network. */
export function isLocal(ip: string): boolean {
  return AT_HOME.test(ip);
}
