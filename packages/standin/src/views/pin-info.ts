import type { PinJudgement } from '../rules/pin-info.js';
import type { Locations } from '../rules/locations.js';
import { locationOf } from './location.js';
import { writeXml } from './xml.js';

/** What is told of a PIN to whoever has its code. */
export interface PinInfo extends PinJudgement {
  readonly ip: string;
  readonly country: string;
}

function membersOf({ ip, country, ...judged }: PinInfo, locations: Locations): object {
  return { ...judged, source: { ip, location: locationOf(country, locations) } };
}

/**
 * The judgement of a PIN, and where it was made, in JSON.
 *
 * @rule pin-info.members
 */
export function pinInfoJson(info: PinInfo, locations: Locations): object {
  return membersOf(info, locations);
}

/** The same in XML. */
export function pinInfoXml(info: PinInfo, locations: Locations): string {
  return writeXml('info', membersOf(info, locations), 'wrapped');
}
