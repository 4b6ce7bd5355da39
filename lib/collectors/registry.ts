// Every source, by id. A test compares it with the folders beside this file.
import type { Source } from './contract'
import { git } from './git'
import { github } from './github'
import { gitlab } from './gitlab'
import { jenkins } from './jenkins'

export const sources: Record<string, Source> = { git, github, gitlab, jenkins }
