function atLeast(version: string, needed: readonly number[]): boolean {
  const numbers = version.split(/[.-]/).map(Number);
  for (const [index, wanted] of needed.entries()) {
    const found = numbers[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}

/**
 * Whether a server of this version can name its sources: 1.15.4 and later.
 *
 * @rule source.minimum-version
 */
export function knowsSources(version: string): boolean {
  return atLeast(version, [1, 15, 4]);
}

/** The API version each release brought, newest first. */
const API_VERSIONS: readonly (readonly [release: readonly number[], api: string])[] = [
  [[1, 43, 4], '1.2.3'],
  [[1, 43, 0], '1.2.0'],
  [[1, 42, 2], '1.1.1'],
  [[1, 42, 0], '1.1.0'],
  [[1, 41, 9], '1.0.0'],
];

/**
 * The API version a server of this version announces; older ones announce none.
 *
 * @rule identity.api-version
 */
export function apiVersionOf(version: string): string | undefined {
  return API_VERSIONS.find(([release]) => atLeast(version, release))?.[1];
}

/**
 * Whether a server of this version keeps its ties with plex.tv from transient tokens: those after 1.42.2.10156.
 *
 * @rule myplex.transient-refused
 */
export function keepsAccount(version: string): boolean {
  return atLeast(version, [1, 42, 2, 10_157]);
}
