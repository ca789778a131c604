alter role authenticator login createdb connection limit 7;
