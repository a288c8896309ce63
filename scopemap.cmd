@node "%~dp0tools\bootstrap.mjs" %*
