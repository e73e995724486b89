@echo off
rem Starts Perennial on Windows; builds it on first use. After changing sources, delete artifacts\perennial.stamp to build again.
rem This script was not tested on Windows.
setlocal
set "root=%~dp0"
set "app=%root%artifacts\bin\Perennial.Cli\release\Perennial.Cli.dll"
set "stamp=%root%artifacts\perennial.stamp"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul
if errorlevel 1 (
  echo perennial: the .NET 10 SDK is missing; it compiles and runs Perennial. Install it from https://dot.net/download and try again. 1>&2
  exit /b 3
)
if exist "%stamp%" if exist "%app%" goto start
where npm >nul 2>nul
if errorlevel 1 if not exist "%root%build\native\node_modules" (
  echo perennial: npm is missing; it fetches the analytical engine and the chart library once. Install Node.js with npm and try again. 1>&2
  exit /b 3
)
echo Building Perennial ^(once; about a minute^) ... 1>&2
if not exist "%root%artifacts" mkdir "%root%artifacts"
dotnet build "%root%src\Perennial.Cli" --configuration Release --verbosity quiet -nologo > "%root%artifacts\build.log" 2>&1
if errorlevel 1 (
  echo perennial: the build failed; everything it said is in %root%artifacts\build.log. 1>&2
  exit /b 3
)
type nul > "%stamp%"
:start
dotnet "%app%" %*
exit /b %errorlevel%
