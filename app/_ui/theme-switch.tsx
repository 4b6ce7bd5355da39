import { Icon } from './icon'
import { setTheme } from './set-theme'
import { currentTheme } from './theme'
import styles from './theme-switch.module.css'

const CHOICES = [
  ['system', 'System', 'monitor'],
  ['light', 'Light', 'sun'],
  ['dark', 'Dark', 'moon'],
] as const

/** Works without JavaScript: three buttons of one form; the layout writes the choice on the page before it is drawn. */
export async function ThemeSwitch() {
  const theme = await currentTheme()
  return (
    <form action={setTheme}>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">Theme</legend>
        {CHOICES.map(([value, label, icon]) => (
          <button key={value} type="submit" name="theme" value={value} aria-pressed={value === theme} title={label}>
            <Icon name={icon} />
            <span className="visually-hidden">{label}</span>
          </button>
        ))}
      </fieldset>
    </form>
  )
}
