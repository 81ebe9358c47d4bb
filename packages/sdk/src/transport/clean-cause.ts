import { redact } from '../redact.js';

/**
 * Why a connection failed, fit to be shown. A foreign error may carry the whole request, headers included, so only its name,
 * code and words are taken over, without the secrets, and those of its own causes.
 */
export function cleanCause(error: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const cause = cleanCause(inner, secrets, depth + 1);
  const clean = new Error(redact(error.message, secrets), cause && { cause });
  clean.name = redact(error.name, secrets);
  clean.stack = `${clean.name}: ${clean.message}`;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? Object.assign(clean, { code: redact(code, secrets) }) : clean;
}
