alter role authenticator set pgrst.jwt_secret to 'two';
