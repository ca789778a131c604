CREATE TABLE IF NOT EXISTS "public"."users" (
	"id" INTEGER PRIMARY KEY   /* the key */,
	"email" TEXT NOT NULL -- lower case
);
CREATE INDEX IF NOT EXISTS "users_email" ON "public"."users" USING BTREE (LOWER("email")) WHERE ("email" <> '');
