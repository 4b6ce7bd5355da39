import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import { packWords } from '../../../../../lib/insights/retro-words'
import styles from '../retro.module.css'
import { AgreementsSection } from './agreements'
import { DeliveredSection } from './delivered'
import { FailuresSection } from './failures'
import { FiguresSection } from './figures'
import { LastActions } from './last-actions'
import { BearInMind, Pipelines, TimeLine } from './surroundings'
import { WaitsSection } from './waits'

/** Everything that a team looks at, in the order in which it is talked about. */
export function Pack({ pack, now }: { pack: RetroPack; now: number }) {
  return (
    <>
      {packWords(pack).map((sentence) => (
        <p key={sentence} className={styles.remark} role="note">
          {sentence}
        </p>
      ))}
      <LastActions pack={pack} />
      <DeliveredSection pack={pack} />
      <FiguresSection pack={pack} />
      <WaitsSection pack={pack} />
      <FailuresSection pack={pack} now={now} />
      <Pipelines pack={pack} />
      <AgreementsSection pack={pack} />
      <TimeLine pack={pack} now={now} />
      <BearInMind pack={pack} />
    </>
  )
}
