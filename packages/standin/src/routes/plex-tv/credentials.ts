import type { Context } from 'hono';
import * as z from 'zod';
import type { StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { parseBasic } from '../../rules/basic.js';
import { fieldsOf, readBody } from '../../steps/read-body.js';

const credentialsSchema = z.object({
  login: z.string(),
  password: z.string(),
  verificationCode: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    // A form field left empty is a code that was not given.
    .transform((code) => code || undefined),
});

/** What someone signs in with; what else a body holds, `rememberMe` included, is not looked at. */
export type Credentials = z.output<typeof credentialsSchema>;

/**
 * Reads the body of a sign-in, a form or JSON; refuses any other, and one without login or password, with 400 and 1004.
 *
 * @rule sign-in.body-encodings
 * @rule sign-in.malformed
 */
export async function readCredentials(c: Context<StandInEnv>): Promise<Credentials> {
  const body = await readBody(c.req.raw);
  if (body === undefined) throw new PlexHttpError(413, 1004);
  const result = credentialsSchema.safeParse(fieldsOf(c.req.header('content-type'), body));
  if (!result.success) throw new PlexHttpError(400, 1004);
  return result.data;
}

const legacyForm = z.object({ 'user[login]': z.string(), 'user[password]': z.string() });

/**
 * Reads what an old sign-in is made with: `Authorization: Basic`, or the form fields `user[login]` and `user[password]`;
 * undefined when neither is there.
 *
 * @rule legacy-sign-in.form
 */
export async function readLegacyCredentials(c: Context<StandInEnv>): Promise<Credentials | undefined> {
  const basic = parseBasic(c.req.header('authorization') ?? '');
  if (basic !== undefined) return { ...basic, verificationCode: undefined };
  const body = await readBody(c.req.raw);
  if (body === undefined) throw new PlexHttpError(413, 1004);
  const result = legacyForm.safeParse(fieldsOf(c.req.header('content-type'), body));
  if (!result.success) return undefined;
  const { 'user[login]': login, 'user[password]': password } = result.data;
  return { login, password, verificationCode: undefined };
}
