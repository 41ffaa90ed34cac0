@echo off
rem Installs Antigone from this folder, without a network: install.cmd --into DIR
rem Python is there already; set PYTHON=C:\path\to\python.exe chooses another one than what is found here.
setlocal
set "FOUND=python"
for %%V in (@PYTHONS@) do py -%%V --version >nul 2>&1 && set "FOUND=py -%%V"
if defined PYTHON set FOUND="%PYTHON%"
%FOUND% "%~dp0install.py" %*
exit /b %errorlevel%
