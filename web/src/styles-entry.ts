/** Sass and Less as V8 in Python calls them; apart from the compiler, for they are large and few projects need them. */
import './v8.ts'
import { compileStyles } from './sheets/index.ts'

;(globalThis as any).compileStyles = (files: string): string => JSON.stringify(compileStyles(JSON.parse(files)))
