import { z } from 'zod'
import { Fact } from '../../../functions/model/fact.ts'
import { UserError } from '../../errors.ts'
import { catalogDigest, MANIFEST, parseManifest, sha256, type Manifest } from '../manifest.ts'
import { readPart, unsealWith, type Unseal } from '../seal.ts'
import type { Store } from '../stores/store.ts'

/** A backup whose manifest and catalog were read. */
export interface OpenBackup {
  store: Store
  manifest: Manifest
  /** SHA-256 of the manifest's file. */
  sha256: string
  facts: Fact[]
  unseal: Unseal
}

/**
 * Reads what a backup says of itself.
 * @param identities age identities, for one that is encrypted
 * @throws UserError where there is none, or it is damaged
 */
export async function openBackup(store: Store, identities: readonly string[]): Promise<OpenBackup> {
  const file = await store.get(MANIFEST)
  if (file === null)
    throw new UserError(
      `${store.where} holds no backup: there is no ${MANIFEST}`,
      'name the place that plumbline backup wrote to; where it was interrupted, there is none',
    )
  const manifest = parseManifest(file, store.where)
  const unseal = await unsealWith(manifest.encryptedTo.length > 0, identities)
  const text = Buffer.from(await readPart(store.get, manifest.catalog, store.where, unseal)).toString()
  const facts = z.array(Fact).parse(JSON.parse(text))
  if (catalogDigest(facts) !== manifest.catalogDigest)
    throw new UserError(`${store.where}/${manifest.catalog.name} is damaged: its digest is another one`, null)
  return { store, manifest, sha256: sha256(file), facts, unseal }
}
