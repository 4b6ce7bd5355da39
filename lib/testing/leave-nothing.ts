// After each file of tests: what its helpers put into the system's temporary folder is removed, whether or not it thought of it.
import { afterAll } from 'vitest'
import { removeFolders } from './git-repository'

afterAll(removeFolders)
