import type { Locations } from '../rules/locations.js';

const EUROPEAN_UNION = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

function countryName(country: string): string {
  return new Intl.DisplayNames(['en'], { type: 'region' }).of(country) ?? country;
}

/**
 * Where somebody in a country seems to be: as configured, the rest invented.
 *
 * @rule pin.location
 */
export function locationOf(country: string, locations: Locations): object {
  const invented = {
    code: country,
    european_union_member: EUROPEAN_UNION.has(country),
    continent_code: 'EU',
    country: countryName(country),
    city: 'Anytown',
    time_zone: 'Etc/UTC',
    postal_code: '00000',
    in_privacy_restricted_country: false,
    in_privacy_restricted_region: false,
    subdivisions: 'Anyshire',
    coordinates: '0.000, 0.000',
  };
  const known = Object.entries({ ...invented, ...locations[country] });
  return Object.fromEntries(known.filter(([, value]) => value !== null && value !== undefined));
}

/** The same in a few words, without what is invented. */
export function placeOf(country: string, locations: Locations): string {
  const { city, country: name } = locations[country] ?? {};
  return [city, name ?? countryName(country)].filter(Boolean).join(', ');
}
