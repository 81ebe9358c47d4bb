import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import * as sdk from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { readText } from '../tools/repository.js';
import { answering, call, withoutMember } from './calls.js';
import { links, plain, sections, table } from './markdown.js';
import { facts, type SeedOperation } from './seed-facts.js';

const exported: Record<string, unknown> = { ...sdk };
const getTokenDetails = { name: 'getTokenDetails', request: null } as const;
const errorClasses: Record<string, unknown> = { ...sdk.errors };

describe('the code says what the seed says', () => {
  test('every export is there', () => {
    expect(Object.keys(exported)).toEqual(expect.arrayContaining(facts.exports.values));
  });

  test('the enumerations have the seed’s members and values', () => {
    expect(sdk.operations).toMatchObject(facts.enumerations);
    expect(Object.keys(sdk.operations).toSorted()).toEqual(Object.keys(facts.enumerations).toSorted());
  });

  test('a RetryConfig has the seed’s strategies and members', () => {
    const backoff: sdk.BackoffStrategy = { initialInterval: 1, maxInterval: 50, exponent: 1.1, maxElapsedTime: 100 };
    const retries: sdk.RetryConfig = { strategy: 'backoff', backoff, retryConnectionErrors: false };
    const none: sdk.RetryConfig = { strategy: 'none' };
    expect(Object.keys(backoff)).toEqual(facts.retries.backoff);
    expect(Object.keys(retries)).toEqual(facts.retries.members);
    expect([retries.strategy, none.strategy]).toEqual(facts.retries.strategies);
  });

  test('every option of the client is optional', () => {
    expect(facts.client.options.every((option) => !option.required)).toBe(true);
    expect(() => new sdk.PlexAPI()).not.toThrow();
  });

  test.each(facts.client.options)(
    'the option $name is sent as $header',
    async ({ name, header, example = 'a-token' }) => {
      const plex = answering(facts.operations[2]);
      await call({ ...plex, options: { ...plex.options, [name]: example } }, getTokenDetails);
      expect(plex.requests[0]?.headers).toHaveProperty(header, example);
    },
  );

  test.each(facts.retries.statuses)('status %i is tried again with a RetryConfig', async (status) => {
    const plex = answering(facts.operations[2], { status });
    // Time passes in the waits alone, however slow the machine.
    let now = 0;
    const clock = { now: () => now, sleep: async (ms: number): Promise<void> => void (now += ms) };
    const backoff = { initialInterval: 100, maxInterval: 100, exponent: 1, maxElapsedTime: 1000 };
    const patient = { ...plex, options: { ...plex.options, clock } };
    const failed = call(patient, getTokenDetails, { retries: { strategy: 'backoff', backoff } });
    await expect(failed).rejects.toBeInstanceOf(sdk.errors.SDKError);
    expect(plex.requests.length).toBeGreaterThan(1);
  });

  test.each(facts.operations)('$name is a method and a standalone call', ({ name }) => {
    expect(new sdk.PlexAPI().authentication[name]).toBeTypeOf('function');
    expect(sdk[name]).toBeTypeOf('function');
  });
});

describe.each(facts.operations)('$name', (operation) => {
  test('sends the seed’s request, by method and by standalone call', async () => {
    for (const style of ['method', 'standalone'] as const) {
      const plex = answering(operation);
      await call({ ...plex, style }, operation);
      const [sent] = plex.requests;
      const base = operation.base === 'server' ? plex.options.serverURL : operation.base;
      expect(sent?.url.split('?')[0]).toBe(`${base}${operation.path}`);
      expect(sent?.method).toBe(operation.methods[0]);
      expect(sent?.headers['X-Plex-Token']).toBe(operation.sendsToken ? plex.options.accessToken : undefined);
      expect(sent?.headers['Content-Type']).toBe(operation.contentType);
    }
  });

  test('returns the envelope and the payload', async () => {
    const answer = await call(answering(operation), operation);
    expect(answer).toMatchObject({ statusCode: operation.status, contentType: 'application/json' });
    expect(answer.rawResponse).toBeInstanceOf(Response);
    expect(await answer.rawResponse.json()).toBeTypeOf('object');
    for (const member of [...facts.envelope, operation.payload]) expect(answer).toHaveProperty(member);
  });

  test.each(['application/json', 'text/html'])(
    'raises the seed’s errors, whatever the type: %s',
    async (contentType) => {
      for (const { type, status } of operation.errors) {
        const statuses = status === '4XX, 5XX' ? [402, 403, 404, 422, 429, 451, 498, 500, 503, 599] : [Number(status)];
        for (const code of statuses) {
          const plex = answering(operation, { status: code, contentType });
          const error = await call(plex, operation, { retries: { strategy: 'none' } }).catch(
            (reason: unknown) => reason,
          );
          expect(Object.getPrototypeOf(error)).toHaveProperty('constructor', errorClasses[type.replace('errors.', '')]);
          expect(error).toBeInstanceOf(sdk.errors.SDKError);
          expect(error).toMatchObject({ statusCode: code, contentType });
          for (const member of facts.sdkError) expect(error).toHaveProperty(member);
        }
      }
    },
  );
});

const withTwoMethods = facts.operations.filter(({ methods }) => methods.length > 1);
const withRequiredMembers = facts.operations.filter(({ requiredMembers }) => requiredMembers.length > 0);

test.each(withTwoMethods)('$name falls back to the seed’s method where the first is unknown', async (operation) => {
  const plex = answering(operation, { status: 405 });
  await expect(call(plex, operation)).rejects.toBeInstanceOf(sdk.errors.SDKError);
  expect(plex.requests.map(({ method }) => method)).toEqual(operation.methods);
});

test.each(withRequiredMembers)('$name without a required member is refused and nothing sent', async (operation) => {
  for (const path of operation.requiredMembers) {
    const plex = answering(operation);
    const failed = call(plex, { ...operation, request: withoutMember(operation.request, path) });
    await expect(failed, path.join('.')).rejects.toBeInstanceOf(sdk.errors.InvalidArgumentError);
    expect(plex.requests).toEqual([]);
  }
});

describe('the page says what the seed says', () => {
  const text = readText(facts.page);
  const page = sections(text);
  const under = ({ name }: SeedOperation, title: string): string => {
    const start = page.findIndex((section) => section.level === 2 && section.title === name);
    const found = page.slice(start).find((section) => section.title === title);
    if (start < 0 || found === undefined) throw new Error(`${facts.page} has no ${title} of ${name}`);
    return found.body;
  };

  test('the headings are the seed’s, in order', () => {
    const { title, sections: opening, operation } = facts.headings;
    const expected = [title, ...opening, ...facts.operations.flatMap(({ name }) => [name, ...operation])];
    expect(page.map((section) => section.title)).toEqual(expected);
    expect(page[0]?.body).toContain(facts.headings.accessor);
  });

  test('the operations are listed with their titles', () => {
    const body = page.find((section) => section.title === 'Available Operations')?.body ?? '';
    const listed = body
      .split('\n')
      .filter((line) => /^[-*] /.test(line))
      .map((line) => plain(line.slice(2)));
    expect(listed).toEqual(facts.operations.map(({ name, title }) => `${name} - ${title}`));
  });

  test('every linked page is there', () => {
    const targets = links(text).filter((target) => !target.includes('://'));
    expect(targets.length).toBeGreaterThan(facts.models.length);
    expect(targets.filter((target) => !existsSync(posix.join(posix.dirname(facts.page), target)))).toEqual([]);
  });

  test.each(facts.models)('%s is linked to its page', (model) => {
    expect(text).toContain(`[${model}](`);
  });

  test.each(facts.operations)('$name: every note', (operation) => {
    const start = page.findIndex((section) => section.level === 2 && section.title === operation.name);
    for (const note of operation.notes) expect(page[start]?.body).toContain(note);
  });

  test.each(facts.operations)('$name: parameters, types and required marks', (operation) => {
    const marks = new Map([
      [':heavy_check_mark:', true],
      [':heavy_minus_sign:', false],
    ]);
    const rows = table(under(operation, 'Parameters')).map((row) => ({
      name: row['Parameter'],
      type: row['Type'],
      required: marks.get(row['Required'] ?? ''),
      example: row['Example'] || undefined,
    }));
    expect(rows).toEqual(operation.parameters.map((parameter) => ({ example: undefined, ...parameter })));
  });

  test.each(facts.operations)('$name: the response', (operation) => {
    expect(plain(under(operation, 'Response').trim())).toBe(operation.response);
  });

  test.each(facts.operations)('$name: errors, statuses and content types', (operation) => {
    const rows = table(under(operation, 'Errors'));
    expect(
      rows.map((row) => ({ type: row['Error Type'], status: row['Status Code'], contentType: row['Content Type'] })),
    ).toEqual(operation.errors);
  });
});
