import { setTheme } from './set-theme'
import { currentTheme } from './theme'
import styles from './theme-switch.module.css'

const CHOICES = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/** Works without JavaScript: three buttons of one form; the layout writes the choice on the page before it is drawn. */
export async function ThemeSwitch() {
  const theme = await currentTheme()
  return (
    <form action={setTheme} className={styles.form}>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">Theme</legend>
        {CHOICES.map(([value, label]) => (
          <button key={value} type="submit" name="theme" value={value} aria-pressed={value === theme}>
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  )
}
