/** Tests run on the sources, with the built-in components' templates compiled as in a build. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { builtinTemplates } from './builtin-templates.mjs'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

export default defineConfig({ plugins: [builtinTemplates(root)], test: { include: ['tests/**/*.test.ts'] } })
