import { demandSecure, parseAddress } from '../wire/address.js';
import { check } from '../wire/arguments.js';

/** Where an app is at home: nobody is sent anywhere else. */
export interface Origins {
  /** Whether an origin, as a header has it, is one of the app's. */
  includes(origin: string | null): boolean;
  /**
   * The whole address, of an address or of a path: one of the first origin, or of the given one.
   * @throws InvalidArgumentError when it leads out of the app.
   */
  within(address: string | URL, argument: string, base?: string): URL;
}

/** @throws InvalidArgumentError unless each is the origin of a site, over https, on this machine, or as the caller said aloud. */
export function originsOf(given: readonly (string | URL)[], allowInsecure: boolean): Origins {
  check(isFilledList(given), 'origins', 'must be a list of addresses');
  const known = given.map((address, index) => originOf(address, `origins[${index}]`, allowInsecure));
  const [home] = known;
  return {
    includes: (origin) => origin !== null && known.includes(origin),
    within(address, argument, base = home) {
      const text = `${address}`;
      check(URL.canParse(text, base), argument, 'must be an address');
      const url = new URL(text, base);
      const plain = /^https?:/.test(url.protocol) && !url.username && !url.password;
      check(plain && known.includes(url.origin), argument, 'must be within origins');
      return url;
    },
  };
}

/** Whether there is anything in it, if it is a list at all. */
function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function originOf(address: string | URL, argument: string, allowInsecure: boolean): string {
  const base = demandSecure(parseAddress(address, argument), argument, { allowInsecure });
  const { origin, protocol } = new URL(base);
  check(base === origin, argument, 'must be an origin, without a path');
  // What is meant for a developer's machine must not weaken a site by being left on.
  check(!allowInsecure || protocol === 'http:', argument, 'must be http with allowInsecure');
  return origin;
}
