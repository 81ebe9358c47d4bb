import { describe, expect, test } from 'vitest';
import { facts } from '../seed-facts.js';
import { answerRows } from './rows/answers.js';
import { clientRows } from './rows/client.js';
import { noteRows } from './rows/notes.js';
import { parameterRows } from './rows/parameters.js';
import { refusalRows } from './rows/refusals.js';
import { retryRows } from './rows/retries.js';
import { serverRows } from './rows/servers.js';
import { type Open, openWorld, ways } from './world.js';

const rows = [...clientRows, ...parameterRows, ...noteRows, ...answerRows, ...refusalRows, ...retryRows, ...serverRows];

/** The rows of the seed's tables, from its facts. */
const wanted = [
  ...facts.client.options.map(({ name }) => `client.${name}`),
  ...facts.operations.flatMap(({ name, parameters, errors, notes }) => [
    ...parameters.map((parameter) => `${name}.${parameter.name}`),
    ...notes.map((note) => `${name}: ${note}`),
    ...errors.map(({ type }) => `${name}.${type.replace('errors.', '')}`),
    `${name}.response`,
  ]),
  ...facts.envelope.map((member) => `envelope.${member}`),
  ...facts.sdkError.map((member) => `SDKError.${member}`),
  ...facts.retries.strategies.map((strategy) => `retries.strategy.${strategy}`),
  ...facts.retries.backoff.map((member) => `retries.backoff.${member}`),
  'retries.retryConnectionErrors',
  ...facts.retries.statuses.map((status) => `retries.${status}`),
];

test('every row of the seed’s tables has its proofs', () => {
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(wanted));
});

describe.each(ways)('%s', (way) => {
  const open: Open = (options) => openWorld(way, options);

  describe.each(rows)('$id', ({ kind, unkind }) => {
    describe('kind', () => {
      kind(open);
    });
    describe('unkind', () => {
      unkind(open);
    });
  });
});
