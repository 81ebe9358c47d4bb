import * as z from 'zod';
import { isBodyless } from './memory/faults.js';
import { operationNames } from './operations.js';
import { mistakesOf } from './seed/load.js';
import { mistaken } from './stand-in-error.js';

/** A duration in milliseconds. */
const duration = z.number().min(0).max(1e13);

/** Reads what `failNext` is told. */
export const faultSchema = z
  .strictObject({
    operation: z.enum(operationNames),
    status: z.int().min(200).max(599).optional(),
    delay: duration.optional(),
    drop: z.boolean().optional(),
    garbage: z.boolean().optional(),
    times: z.int().min(1).optional(),
    retryAfter: z.int().min(0).optional(),
  })
  .refine(({ status, delay, drop = false, garbage = false }) => drop || garbage || (status ?? delay) !== undefined, {
    message: 'expected at least one of status, delay, drop and garbage',
  })
  .refine(({ status, drop = false, garbage = false }) => !drop || (!garbage && status === undefined), {
    message: 'a dropped connection carries neither status nor garbage',
  })
  .refine(({ status, garbage = false }) => !garbage || status === undefined || !isBodyless(status), {
    path: ['garbage'],
    message: 'an answer of 204, 205 or 304 has no body',
  })
  .refine(({ status, retryAfter }) => retryAfter === undefined || status !== undefined, {
    path: ['retryAfter'],
    message: 'goes with a status',
  });

/** Reads what `reset` is told: nothing. */
export const resetSchema = z.strictObject({});

/** Reads what `advanceClock` is told. */
export const advanceSchema = z.strictObject({ ms: duration });

/** Reads what `breach` is told. */
export const breachSchema = z.strictObject({ person: z.string().optional() });

/** Reads what `restartServer` is told. */
export const restartSchema = z.strictObject({ server: z.string() });

/** Reads what `rotateSigningKey` is told. */
export const rotateSchema = z.strictObject({ before: z.enum(['keep', 'drop']).default('keep') });

/** Reads what `removeAccess` is told. */
export const removeAccessSchema = z.strictObject({ person: z.string(), server: z.string() });

/** Reads what `removeDevice` is told. */
export const removeDeviceSchema = z.strictObject({ person: z.string(), clientIdentifier: z.string().min(1) });

/** Reads what `claimPin` is told. */
export const claimPinSchema = z.strictObject({ code: z.string(), person: z.string() });

/** Reads what `setBrowserAddress` is told. */
export const setBrowserAddressSchema = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()], 'expected an IPv4 or IPv6 address'),
  country: z.string().regex(/^[A-Z]{2}$/, 'expected two capital letters'),
});

/** Reads what `setAddress` is told. */
export const setAddressSchema = setBrowserAddressSchema.extend({ clientIdentifier: z.string().min(1) });

/**
 * Reads an input of the control.
 *
 * @throws {StandInError} `INVALID_CONTROL` naming every mistake with its path.
 */
export function readInput<T extends z.ZodType>(action: string, schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw mistaken('INVALID_CONTROL', `control.${action} was given what it cannot use`, mistakesOf(result.error));
}
