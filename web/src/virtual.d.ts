declare module 'virtual:builtin-templates' {
  const templates: Record<string, unknown>
  export default templates
}
