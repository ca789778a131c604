/// <reference types="@cloudflare/vitest-plugin/types" />
/// <reference types="vite/client" />

declare namespace Cloudflare {
  interface Env {
    DB: D1Database
    KV: KVNamespace
    RUNS: Queue<import('../../functions/model/run.ts').RunRequest>
    DEPLOYS: Workflow<import('../../functions/model/deploy.ts').DeployParams>
  }
}
