using Perennial.Cli;
using Perennial.Cli.Terminal;

using var interruption = new Interruption();
return App.Run(args, Surroundings.OfProcess(interruption.Token));
