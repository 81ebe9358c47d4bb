import { describe, expect, test } from 'vitest';
import { bundleSize } from '../tools/bundle.js';
import { awaitingFiles, builtFiles, doorFiles, promisedFiles, readManifest, tracesOfNode } from '../tools/doors.js';
import {
  crowded,
  escapes,
  medianLines,
  nameless,
  oversized,
  staleCasts,
  suppressed,
  unexplained,
  unfinished,
  unwelcomeWords,
} from '../tools/file-rules.js';
import { renderHousePage } from '../tools/house-page.js';
import { cycles, emptyRooms, importViolations, privilegeViolations } from '../tools/house-rules.js';
import { houses, packages } from '../tools/house.js';
import { budgets } from '../tools/limits.js';
import { undocumented } from '../tools/public-surface.js';
import { listFiles, readText } from '../tools/repository.js';
import { readSource } from '../tools/source.js';

const files = listFiles();
const sources = files.filter((path) => /\.[cm]?ts$/.test(path)).map((path) => readSource(path, readText(path)));
const tests = sources.filter((source) => /\.(?:test|verify)\.ts$/.test(source.path));
const written = sources.filter((source) => !tests.includes(source));
const shipped = written.filter((source) => /^packages\/[^/]+\/src\//.test(source.path));

describe.each(houses)('the house of $package', (house) => {
  const folder = house.src.replace(/\/src$/, '');
  const inside = shipped.filter((source) => source.path.startsWith(`${house.src}/`));
  const manifest = readManifest(folder);

  test('every file has a room, and every room a file', () => {
    expect(inside.length).toBeGreaterThan(0);
    expect(emptyRooms(house, inside)).toEqual([]);
  });

  test('a file imports only from below, and inside a folder only its base files', () => {
    expect(importViolations(house, inside)).toEqual([]);
  });

  test('only those who may do what is reserved to few', () => {
    expect(privilegeViolations(house, inside)).toEqual([]);
  });

  test('the median file is short', () => {
    expect(medianLines(inside)).toBeLessThanOrEqual(budgets.medianLines);
  });

  test('every door of the package is on the list', () => {
    const doors = house.doors.flatMap(({ files: names }) => names.map((name) => name.replace(/\.ts$/, '.js')));
    expect(doors.toSorted()).toEqual(doorFiles(manifest));
  });

  test('a sentence explains every public symbol', () => {
    expect(
      house.doors.flatMap(({ project, files: doors }) =>
        undocumented(
          project,
          doors.map((door) => `${house.src}/${door}`),
        ),
      ),
    ).toEqual([]);
  });

  test('depends on what the house allows, and on no other package of ours', () => {
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).toSorted();
    expect(dependencies.filter((name) => !house.outside.test(name))).toEqual([]);
    expect(dependencies.filter((name) => name in packages)).toEqual(packages[house.package]);
  });

  test('is built into one file for each door', () => {
    const promised = promisedFiles(manifest);
    const built = builtFiles(folder, manifest);
    expect(house.isLoadedInParts ? built.filter((file) => promised.includes(file)) : built).toEqual(promised);
  });

  test('awaits nothing at the top of a built file, so that require works', () => {
    expect(awaitingFiles(folder)).toEqual([]);
  });
});

describe('every file', () => {
  test('keeps within its size', () => {
    expect([...oversized(written, budgets.sourceLines), ...overlong(tests)]).toEqual([]);
  });

  test('has functions of at most three parameters', () => {
    expect(crowded(sources)).toEqual([]);
  });

  test('is in no import cycle', () => {
    expect(cycles(sources)).toEqual([]);
  });

  test('has no any, no ! and no cast without a reason on the list, where it is shipped', () => {
    expect(escapes(shipped)).toEqual([]);
    expect(staleCasts(shipped)).toEqual([]);
  });

  test('switches checks off rarely, and says why', () => {
    expect(unexplained(sources)).toEqual([]);
    expect(suppressed(sources).length, suppressed(sources).join('\n')).toBeLessThanOrEqual(budgets.suppressions);
  });

  test('leaves nothing for later', () => {
    expect(unfinished(sources)).toEqual([]);
  });

  test('has a name that says what is in it', () => {
    expect(nameless(sources.map((source) => source.path))).toEqual([]);
  });

  test('speaks of no machine and no workplace', () => {
    expect(
      unwelcomeWords(
        files
          .filter((path) => /\.(?:[cm]?[jt]s|json|md|ya?ml)$|^\.ci\//.test(path))
          .map((path) => ({ path, text: readText(path) })),
      ),
    ).toEqual([]);
  });
});

describe('the SDK for those who count bytes and runtimes', () => {
  test.each(budgets.bundles)('$calls fit in $bytes bytes', async ({ calls, bytes }) => {
    expect(await bundleSize(calls)).toBeLessThanOrEqual(bytes);
  });

  test('has no dependency', () => {
    expect(readManifest('packages/sdk').dependencies).toEqual({});
  });

  test.each(['index.js', 'index.d.ts', 'postgres.js', 'postgres.d.ts'])(
    'nothing of Node is reachable from %s',
    (file) => {
      expect(tracesOfNode(`packages/sdk/dist/${file}`)).toEqual([]);
    },
  );
});

test('docs/house.md prints the tables that are enforced here', () => {
  const page = readText('docs/house.md');
  expect(page).toBe(renderHousePage(page));
});

function overlong(those: typeof tests): string[] {
  return those
    .filter((source) => source.lines > budgets.testLines)
    .map((source) => `${source.path}: ${source.lines} lines`);
}
