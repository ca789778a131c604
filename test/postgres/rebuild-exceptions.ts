const METHOD = 'access methods are not modelled: in a database that lacks it, nothing can be made that uses it'

/** Catalogs of corpus cases (and the ways from them) that are not found again in a scratch database, and why. */
export const UNFOUND: Readonly<Record<string, string>> = {
  'matview--access-method before': METHOD,
  'matview--access-method after': METHOD,
  'table--access-method before': METHOD,
  'table--access-method after': METHOD,
}
