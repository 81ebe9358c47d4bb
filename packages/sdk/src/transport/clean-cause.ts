import { redact } from '../redact.js';

/**
 * Why a connection failed, fit to be shown. A foreign error may carry the whole request, headers included, so only its name,
 * words and code are taken over, without the secrets, and those of its own causes.
 */
export function cleanCause(error: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const cause = cleanCause(error.cause, secrets, depth + 1);
  const code: unknown = Reflect.get(error, 'code');
  const clean = new Error(redact(`${error.name}: ${error.message}`, secrets), cause && { cause });
  return typeof code === 'string' ? Object.assign(clean, { code: redact(code, secrets) }) : clean;
}
