/** SQL files are bundled as text. */
declare module '*.sql' {
  const text: string
  export default text
}

/** What is compiled with the Worker. */
declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}

/** What we use of it; it brings no types. */
declare module 'jstat' {
  const jstat: { studentt: { cdf(x: number, freedom: number): number; inv(chance: number, freedom: number): number } }
  export default jstat
}
