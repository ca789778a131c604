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
