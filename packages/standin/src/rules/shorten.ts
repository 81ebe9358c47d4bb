/** What is shorter shows nothing: too little of it would be left out. */
const SHORTEST = 12;

/** Enough of a secret to tell it from others, and too little to use. */
export function shorten(secret: string): string {
  return secret.length < SHORTEST ? '…' : `${secret.slice(0, 4)}…${secret.slice(-2)}`;
}
