import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { StandInError, type Mistake, mistaken } from '../stand-in-error.js';
import { cast } from './cast.js';
import { seedSchema } from './schema.js';
import type { Seed, SeedInput } from './seed.js';

/** The mistakes zod found, each with its path. */
export function mistakesOf(error: z.ZodError): Mistake[] {
  return error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    // Of a key that cannot be one, zod says why in an issue of its own.
    message: issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join(', ') : issue.message,
  }));
}

async function readJson(path: string): Promise<unknown> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    throw new StandInError('INVALID_SEED', `The seed ${path} cannot be read`, { cause });
  }
  try {
    return JSON.parse(content);
  } catch {
    // The parser's own message quotes what stands there, which may be a password.
    throw new StandInError('INVALID_SEED', `The seed ${path} is not JSON`);
  }
}

/**
 * Reads and checks a seed: an object, the path of a JSON file, or the default cast.
 *
 * @throws {StandInError} `INVALID_SEED` naming every mistake with its path.
 */
export async function loadSeed(given: SeedInput | string | undefined): Promise<Seed> {
  const input = typeof given === 'string' ? await readJson(given) : (given ?? cast);
  const result = seedSchema.safeParse(input);
  if (result.success) return result.data;
  const subject = typeof given === 'string' ? `The seed ${given}` : 'The seed';
  throw mistaken('INVALID_SEED', `${subject} has mistakes`, mistakesOf(result.error));
}
