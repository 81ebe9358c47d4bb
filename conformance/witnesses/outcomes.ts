import type { StandIn } from '@ticketstub/standin';
import { type Outcome, person } from './scene.js';

/** A token that opens nothing. */
export const nobody = 'token-of-nobody';

/** The outcome of a call that returns facts. */
export const returned = (facts: Readonly<Record<string, string | number | boolean>>): Outcome => ({ returned: facts });

/** The outcome of a call that throws an error of a class, with the status and Plex's numbers where it names them. */
export const threw = (name: string, status?: number, ...codes: readonly number[]): Outcome => ({
  threw: { class: name, ...(status !== undefined && { status }), ...(codes.length > 0 && { codes }) },
});

/** The token of the owner of both servers. */
export const alice = (standIn: StandIn<string>): string => person(standIn, 'alice').token;
