// Going over to another key: every secret at rest is sealed anew.
import { errorKind, type StreamgaugeError } from '../errors'
import { rewriteConfigs } from '../store/connections'
import { rewriteChannels } from '../store/report-subscriptions'
import { resealChannel } from './report-channels'
import { findKeys, type KeyPlace, nextKey } from './secret-keys'
import { hasSecrets, resealConfig } from './secrets'

export type Rotation = {
  /** Names of the connections and reports whose secrets are sealed with the new key now. */
  sealed: string[]
  /** What no key that is there opens; it stays as it was. */
  lost: StreamgaugeError[]
}

/**
 * From every key that is there to STREAMGAUGE_SECRET, or without it to a new file: all connections in one transaction, and all reports in another.
 * It may be interrupted anywhere and asked for again: until the new file has the old one's name, both are read.
 */
export async function rotateSecrets(place: KeyPlace): Promise<Rotation> {
  const { key, adopt } = await nextKey(place)
  const keys = await findKeys(place)
  const reseal = async () => {
    const rotation: Rotation = { sealed: [], lost: [] }
    await rewriteConfigs((name, config) => {
      try {
        const resealed = resealConfig(name, config, keys, key)
        if (hasSecrets(config)) rotation.sealed.push(name)
        return resealed
      } catch (error) {
        if (errorKind(error) !== 'config') throw error
        rotation.lost.push(error as StreamgaugeError) // sound: only those have a kind other than bug
        return config
      }
    })
    await rewriteChannels((name, channel) => {
      try {
        const resealed = resealChannel({ name, channel }, keys, key)
        if (hasSecrets(channel)) rotation.sealed.push(`the report ${name}`)
        return resealed
      } catch (error) {
        if (errorKind(error) !== 'config') throw error
        rotation.lost.push(error as StreamgaugeError) // sound: only those have a kind other than bug
        return channel
      }
    })
    return rotation
  }
  await reseal()
  await adopt()
  // Again, for what was sealed meanwhile by someone who had read the old key.
  return reseal()
}
