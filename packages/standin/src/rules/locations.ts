/** What GeoIP says of a place; a member that is null is left out. */
export interface Location {
  readonly european_union_member?: boolean | null | undefined;
  readonly continent_code?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly time_zone?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
  readonly in_privacy_restricted_country?: boolean | null | undefined;
  readonly in_privacy_restricted_region?: boolean | null | undefined;
  readonly subdivisions?: string | null | undefined;
  readonly coordinates?: string | null | undefined;
}

/** Places by the two letters of their country. */
export type Locations = Readonly<Record<string, Location>>;
