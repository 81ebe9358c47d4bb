import { z } from 'zod';
import { readText } from '../../../tools/repository.js';
import type { Volley } from './battery.js';

const text = z.string();
const at = z.int().min(0).max(1000);
const splice = z.enum(['insert', 'replace', 'cut']);

const mutation = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('method'), to: text }),
  z.strictObject({ on: z.literal('path'), text, how: z.enum(['before', 'after', 'instead']) }),
  z.strictObject({ on: z.literal('query'), text }),
  z.strictObject({ on: z.literal('header'), name: text, value: text, how: z.enum(['set', 'add', 'drop']) }),
  z.strictObject({
    on: z.literal('body'),
    text,
    counted: z.boolean(),
    type: z.enum(['same', 'application/json', 'application/x-www-form-urlencoded']),
  }),
  z.strictObject({ on: z.literal('secret'), at, text, how: splice }),
  z.strictObject({ on: z.literal('bytes'), at, text, how: z.enum([...splice.options, 'drop']) }),
]);

const planned = z.strictObject({ template: text, mutations: z.array(mutation) });

const kept = z.strictObject({
  volleys: z.array(z.strictObject({ title: text, shots: z.array(planned), controls: z.array(planned) })),
  seeds: z.array(z.strictObject({ seed: z.int(), runs: z.int().positive() })),
});

type Kept = Omit<z.infer<typeof kept>, 'volleys'> & {
  readonly volleys: readonly (Volley & { readonly title: string })[];
};

/** Requests that once broke something, each with a title, and seeds whose volleys go far. */
export const { volleys, seeds }: Kept = kept.parse(JSON.parse(readText('conformance/soak/fuzz/kept.json')));
