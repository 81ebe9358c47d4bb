import type { Failure } from '../failure.js';

/** What a command found out, for scripts: one line, one object. */
export function resultAsJson(result: object): string {
  return `${JSON.stringify(result)}\n`;
}

/** That a command failed, for scripts. */
export function failureAsJson({ code, message, next }: Failure): string {
  return `${JSON.stringify({ error: { code, message, next } })}\n`;
}
