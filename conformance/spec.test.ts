import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readText } from '../tools/repository.js';
import { answering, call } from './calls.js';
import { facts } from './seed-facts.js';
import { transcripts } from './transcripts/transcript.js';

const worth = {
  grade: z.enum(['official', 'observed', 'inferred']),
  source: z.union([z.url({ protocol: /^https$/ }), z.string().regex(/^unnamed recording \(.+\)$/)]),
};

const operations = z
  .array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      methods: z.array(z.string()).min(1),
      host: z.enum(['account', 'server', 'app']),
      path: z.string().startsWith('/'),
      authentication: z.string(),
      since: z.string().optional(),
      parameters: z.array(
        z.strictObject({
          name: z.string(),
          in: z.enum(['query', 'header', 'form', 'json']),
          required: z.boolean(),
          values: z.array(z.string()).optional(),
          default: z.string().optional(),
          example: z.string().optional(),
        }),
      ),
      answers: z.array(
        z.strictObject({
          status: z.int().min(200).max(599),
          types: z.array(z.string()),
          negotiates: z.literal(true).optional(),
          body: z.string().optional(),
          when: z.string().optional(),
        }),
      ),
      ...worth,
    }),
  )
  .parse(parse(readText('spec/operations.yaml')));

const refusals = z
  .array(
    z.strictObject({
      status: z.int().min(400).max(599),
      code: z.int().nullable(),
      at: z.array(z.enum(operations.map(({ name }) => name))).min(1),
      when: z.string(),
      raises: z.string().optional(),
      ...worth,
    }),
  )
  .parse(parse(readText('spec/errors.yaml')));

describe.each(facts.operations)('spec/operations.yaml and $name', (seed) => {
  const entry = operations.find(({ name }) => name === seed.name);
  const client = { clientID: 'a-client', clientName: 'A client' };

  test('agree on method, path, status and required parameters', async () => {
    const scene = answering(seed);
    await call({ ...scene, options: { ...scene.options, ...client } }, seed);
    const [sent] = scene.requests;
    const url = new URL(sent?.url ?? '');
    expect(url.pathname).toBe(entry?.path);
    expect(sent?.method).toBe(entry?.methods[0]);
    expect(entry?.answers[0]?.status).toBe(seed.status);
    const given = {
      query: [...url.searchParams.keys()],
      header: Object.keys(sent?.headers ?? {}),
      form: [...new URLSearchParams(sent?.body).keys()],
      json: [],
    };
    for (const parameter of entry?.parameters.filter(({ required }) => required) ?? []) {
      expect(given[parameter.in]).toContain(parameter.name);
    }
  });
});

function isCalled(name: string): name is (typeof facts.operations)[number]['name'] {
  return facts.operations.some((operation) => operation.name === name);
}

describe('spec/errors.yaml and what the stand-in answers where the SDK has no call', () => {
  const rows = refusals.flatMap((row) => row.at.filter((name) => !isCalled(name)).map((name) => ({ ...row, name })));

  test.each(rows)('$name, $status, $when: there is an exchange', ({ name, status }) => {
    const found = transcripts.filter(([, { operation, response }]) => operation === name && response.status === status);
    expect(found).not.toEqual([]);
  });
});

describe('spec/errors.yaml and what the SDK raises', () => {
  const rows = refusals.flatMap((row) => row.at.filter(isCalled).map((name) => ({ ...row, name })));

  test.each(refusals)('$status with $code, $when: names a code of ours where the SDK has a call', ({ at, raises }) => {
    expect(raises !== undefined).toBe(at.some(isCalled));
  });

  test.each(rows)('$name, $status with $code, $when: $raises', async ({ name, status, code, raises }) => {
    const list = JSON.stringify({ errors: [{ code, message: 'in the words of the server', status }] });
    const reply = code === null ? { contentType: 'text/html', body: '<html></html>' } : { body: list };
    const seed = facts.operations.find((operation) => operation.name === name);
    const scene = answering(seed, { status, ...reply });
    const error = await call(scene, { name, request: seed?.request ?? null }, { retries: { strategy: 'none' } }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(errors.SDKError);
    expect(error).toMatchObject({ code: raises, statusCode: status });
    expect(error).toHaveProperty('plexCode', code ?? undefined);
  });
});
