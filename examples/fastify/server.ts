import { app } from './app.ts'

console.log(await app.listen({ port: 3000 }))
