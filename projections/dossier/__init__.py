"""业务档案: what the book holds of one teacher, for a period or for a round; its canonical form and digest."""

from projections.dossier.dossier import Dossier as Dossier
from projections.dossier.dossier import DossierLine as DossierLine
from projections.dossier.dossier import PackResult as PackResult
from projections.dossier.dossier import Person as Person
from projections.dossier.reading import dossier_of as dossier_of
from projections.dossier.reading import dossiers_of as dossiers_of
